"""The least that answers: chalice, one botocore client, wechatpy's cipher and parser, one GetItem.

Copied beside the deployed libraries by `bench.start` and run there; it imports nothing of ours.
"""

import os

import botocore.session
from chalice.app import Chalice, Response
from wechatpy import create_reply, parse_message
from wechatpy.crypto import WeChatCrypto

TABLE = "bench-floor"
app = Chalice(app_name="floor")


@app.route("/wechat", methods=["POST"], content_types=[])
def receive() -> Response:
    env, request = os.environ, app.current_request
    query = request.query_params
    crypto = WeChatCrypto(
        env["WEIGUAN_WECHAT_TOKEN"], env["WEIGUAN_WECHAT_AES_KEY"], env["WEIGUAN_WECHAT_APP_ID"]
    )
    xml = crypto.decrypt_message(
        request.raw_body, query["msg_signature"], query["timestamp"], query["nonce"]
    )
    message = parse_message(xml)
    client = botocore.session.get_session().create_client(
        "dynamodb", endpoint_url=env["WEIGUAN_DYNAMODB_ENDPOINT"]
    )
    client.get_item(TableName=TABLE, Key={"key": {"S": message.content}})
    reply = create_reply("您好", message).render()
    return Response(crypto.encrypt_message(reply, query["nonce"], query["timestamp"]))
